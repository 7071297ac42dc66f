// 9 colors of xylophone.webp, by cvpalette
import SwiftUI

extension Color {
    enum Palette {
        static let color1 = Color(.sRGB, red: 0.9922, green: 0.9922, blue: 0.9922, opacity: 1.0) // 52.1%
        static let color2 = Color(.sRGB, red: 0.5451, green: 0.5529, blue: 0.549, opacity: 1.0) // 14.1%
        static let color3 = Color(.sRGB, red: 0.9647, green: 0.3137, blue: 0.1843, opacity: 1.0) // 8.2%
        static let color4 = Color(.sRGB, red: 0.298, green: 0.2941, blue: 0.2824, opacity: 1.0) // 6.9%
        static let color5 = Color(.sRGB, red: 0.0902, green: 0.0549, blue: 0.0549, opacity: 1.0) // 6.0%
        static let color6 = Color(.sRGB, red: 0.1255, green: 0.3373, blue: 0.6275, opacity: 1.0) // 5.3%
        static let color7 = Color(.sRGB, red: 0.4078, green: 0.6745, blue: 0.3765, opacity: 1.0) // 2.5%
        static let color8 = Color(.sRGB, red: 0.6, green: 0.1294, blue: 0.451, opacity: 1.0) // 2.5%
        static let color9 = Color(.sRGB, red: 0.9529, green: 0.9529, blue: 0.2588, opacity: 1.0) // 2.3%

        static let all: [Color] = [
            color1,
            color2,
            color3,
            color4,
            color5,
            color6,
            color7,
            color8,
            color9,
        ]
    }
}
