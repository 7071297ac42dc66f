// 8 colors of xylophone.webp, by cvpalette
import SwiftUI

extension Color {
    enum Palette {
        static let color1 = Color(.sRGB, red: 0.1804, green: 0.5216, blue: 0.7373, opacity: 1.0) // 77.9%
        static let color2 = Color(.sRGB, red: 0.9961, green: 0.2275, blue: 0.1843, opacity: 1.0) // 5.9%
        static let color3 = Color(.sRGB, red: 0.5529, green: 0.0902, blue: 0.4157, opacity: 1.0) // 4.1%
        static let color4 = Color(.sRGB, red: 0.2275, green: 0.6235, blue: 0.2824, opacity: 1.0) // 3.5%
        static let color5 = Color(.sRGB, red: 0.0392, green: 0.2235, blue: 0.5882, opacity: 1.0) // 3.5%
        static let color6 = Color(.sRGB, red: 1.0, green: 0.4627, blue: 0.1529, opacity: 1.0) // 2.4%
        static let color7 = Color(.sRGB, red: 1.0, green: 1.0, blue: 0.2, opacity: 1.0) // 1.7%
        static let color8 = Color(.sRGB, red: 0.7176, green: 0.702, blue: 0.1882, opacity: 1.0) // 1.1%

        static let all: [Color] = [
            color1,
            color2,
            color3,
            color4,
            color5,
            color6,
            color7,
            color8,
        ]
    }
}
