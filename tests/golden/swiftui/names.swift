// 9 colors of stripes.png, by cvpalette
// By Ada
// CC0 * / -->
import SwiftUI

extension Color {
    enum Palette {
        static let creme = Color(.sRGB, red: 0.149, green: 0.2745, blue: 0.3255, opacity: 0.5) // Crème *, 11.1%
        static let classColor = Color(.sRGB, red: 0.1647, green: 0.6157, blue: 0.5608, opacity: 1.0) // class, 11.1%
        static let classColor2 = Color(.sRGB, red: 0.9137, green: 0.7686, blue: 0.4157, opacity: 1.0) // Class, 11.1%
        static let color2nd = Color(.sRGB, red: 0.9569, green: 0.6353, blue: 0.3804, opacity: 1.0) // 2nd, 11.1%
        static let cremeX = Color(.sRGB, red: 0.9059, green: 0.4353, blue: 0.3176, opacity: 1.0) // Crème * / --> ' % $x \ < & ", 11.1%
        static let color6 = Color(.sRGB, red: 0.0, green: 0.0, blue: 0.0, opacity: 1.0) // 11.1%
        static let color = Color(.sRGB, red: 1.0, green: 1.0, blue: 1.0, opacity: 1.0) // color, 11.1%
        static let allColor = Color(.sRGB, red: 0.0039, green: 0.0078, blue: 0.0118, opacity: 1.0) // all, 11.1%
        static let hashCode = Color(.sRGB, red: 0.9961, green: 0.9922, blue: 0.9882, opacity: 1.0) // hash code, 11.1%

        static let all: [Color] = [
            creme,
            classColor,
            classColor2,
            color2nd,
            cremeX,
            color6,
            color,
            allColor,
            hashCode,
        ]
    }
}
