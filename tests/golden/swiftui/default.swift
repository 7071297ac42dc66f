// 4 colors of stripes.png, by cvpalette
import SwiftUI

extension Color {
    enum Palette {
        static let color1 = Color(.sRGB, red: 0.149, green: 0.2745, blue: 0.3255, opacity: 1.0) // 25.0%
        static let color2 = Color(.sRGB, red: 0.1647, green: 0.6157, blue: 0.5608, opacity: 1.0) // 25.0%
        static let color3 = Color(.sRGB, red: 0.9137, green: 0.7686, blue: 0.4157, opacity: 1.0) // 25.0%
        static let color4 = Color(.sRGB, red: 0.9059, green: 0.4353, blue: 0.3176, opacity: 1.0) // 25.0%

        static let all: [Color] = [
            color1,
            color2,
            color3,
            color4,
        ]
    }
}
