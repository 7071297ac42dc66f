// 2 colors of stripes.png, by cvpalette
import SwiftUI

extension Color {
    enum Palette {
        static let lightScheme = Color(.sRGB, red: 0.149, green: 0.2745, blue: 0.3255, opacity: 1.0) // light scheme, 50.0%
        static let primary2 = Color(.sRGB, red: 0.9137, green: 0.7686, blue: 0.4157, opacity: 1.0) // Primary, 50.0%

        static let all: [Color] = [
            lightScheme,
            primary2,
        ]

        static func background(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.0824, green: 0.0706, blue: 0.0471, opacity: 1.0) : Color(.sRGB, red: 0.9882, green: 0.9804, blue: 0.9608, opacity: 1.0)
        }

        static func surface(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.1373, green: 0.1216, blue: 0.0824, opacity: 1.0) : Color(.sRGB, red: 0.9529, green: 0.9412, blue: 0.9059, opacity: 1.0)
        }

        static func text(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.9294, green: 0.9059, blue: 0.851, opacity: 1.0) : Color(.sRGB, red: 0.149, green: 0.1294, blue: 0.0902, opacity: 1.0)
        }

        static func muted(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.7373, green: 0.702, blue: 0.6235, opacity: 1.0) : Color(.sRGB, red: 0.4235, green: 0.3843, blue: 0.302, opacity: 1.0)
        }

        static func border(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.2627, green: 0.2353, blue: 0.1804, opacity: 1.0) : Color(.sRGB, red: 0.8588, green: 0.8314, blue: 0.7608, opacity: 1.0)
        }

        static func control(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.502, green: 0.4627, blue: 0.3765, opacity: 1.0) : Color(.sRGB, red: 0.5843, green: 0.5412, blue: 0.4353, opacity: 1.0)
        }

        static func link(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.8039, green: 0.6627, blue: 0.3059, opacity: 1.0) : Color(.sRGB, red: 0.5216, green: 0.3882, blue: 0.0, opacity: 1.0)
        }

        static func primary(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.9137, green: 0.7686, blue: 0.4157, opacity: 1.0) : Color(.sRGB, red: 0.6627, green: 0.5255, blue: 0.149, opacity: 1.0)
        }

        static func secondary(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.302, green: 0.4314, blue: 0.4863, opacity: 1.0) : Color(.sRGB, red: 0.149, green: 0.2745, blue: 0.3255, opacity: 1.0)
        }

        static func accent(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.2745, green: 0.6353, blue: 0.8431, opacity: 1.0) : Color(.sRGB, red: 0.2039, green: 0.5725, blue: 0.7804, opacity: 1.0)
        }

        static func error(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.8745, green: 0.498, blue: 0.4667, opacity: 1.0) : Color(.sRGB, red: 0.6784, green: 0.3216, blue: 0.298, opacity: 1.0)
        }

        static func warning(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.8863, green: 0.7176, blue: 0.3608, opacity: 1.0) : Color(.sRGB, red: 0.6824, green: 0.5176, blue: 0.1333, opacity: 1.0)
        }

        static func success(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.3882, green: 0.702, blue: 0.4627, opacity: 1.0) : Color(.sRGB, red: 0.1608, green: 0.4863, blue: 0.2588, opacity: 1.0)
        }

        static func info(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.2549, green: 0.6667, blue: 0.8667, opacity: 1.0) : Color(.sRGB, red: 0.0, green: 0.4588, blue: 0.6471, opacity: 1.0)
        }

        static func onPrimary(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.1098, green: 0.0824, blue: 0.0196, opacity: 1.0) : Color(.sRGB, red: 0.1098, green: 0.0824, blue: 0.0196, opacity: 1.0)
        }

        static func onSecondary(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.949, green: 0.9882, blue: 1.0, opacity: 1.0) : Color(.sRGB, red: 0.949, green: 0.9882, blue: 1.0, opacity: 1.0)
        }

        static func onAccent(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.0314, green: 0.0941, blue: 0.1333, opacity: 1.0) : Color(.sRGB, red: 0.0314, green: 0.0941, blue: 0.1333, opacity: 1.0)
        }

        static func onError(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.1333, green: 0.0627, blue: 0.0588, opacity: 1.0) : Color(.sRGB, red: 1.0, green: 0.9686, blue: 0.9647, opacity: 1.0)
        }

        static func onWarning(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.1098, green: 0.0824, blue: 0.0235, opacity: 1.0) : Color(.sRGB, red: 0.1137, green: 0.0824, blue: 0.0235, opacity: 1.0)
        }

        static func onSuccess(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.0471, green: 0.102, blue: 0.0588, opacity: 1.0) : Color(.sRGB, red: 0.9608, green: 0.9922, blue: 0.9647, opacity: 1.0)
        }

        static func onInfo(_ scheme: ColorScheme) -> Color {
            scheme == .dark ? Color(.sRGB, red: 0.0275, green: 0.0941, blue: 0.1294, opacity: 1.0) : Color(.sRGB, red: 0.9529, green: 0.9882, blue: 1.0, opacity: 1.0)
        }
    }
}
