// 2 colors of stripes.png, by cvpalette
import 'package:flutter/material.dart';

abstract final class Palette {
  static const MaterialColor lightSchemeColor = MaterialColor(0xFF264653, <int, Color>{ // light scheme, 50.0%
    50: Color(0xFFF4FCFD),
    100: Color(0xFFE3F6F8),
    200: Color(0xFFCAECF1),
    300: Color(0xFFA6DEE8),
    400: Color(0xFF7FBDCE),
    500: Color(0xFF619BAD),
    600: Color(0xFF49788B),
    700: Color(0xFF385E6F),
    800: Color(0xFF264653),
    900: Color(0xFF203843),
  });
  static const MaterialColor primary = MaterialColor(0xFFE9C46A, <int, Color>{ // Primary, 50.0%
    50: Color(0xFFFDFBEF),
    100: Color(0xFFFBF7D4),
    200: Color(0xFFF8EDAA),
    300: Color(0xFFF3DD7C),
    400: Color(0xFFE9C46A),
    500: Color(0xFFDCAD5E),
    600: Color(0xFFBE874B),
    700: Color(0xFF986237),
    800: Color(0xFF7C4E2A),
    900: Color(0xFF664025),
  });

  static const List<Color> all = [
    lightSchemeColor,
    primary,
  ];

  static const ColorScheme lightScheme = ColorScheme(
    brightness: Brightness.light,
    primary: Color(0xFFA98626),
    onPrimary: Color(0xFF1C1505),
    secondary: Color(0xFF264653),
    onSecondary: Color(0xFFF2FCFF),
    tertiary: Color(0xFF3492C7),
    onTertiary: Color(0xFF081822),
    error: Color(0xFFAD524C),
    onError: Color(0xFFFFF7F6),
    surface: Color(0xFFF3F0E7),
    onSurface: Color(0xFF262117),
    onSurfaceVariant: Color(0xFF6C624D),
    outline: Color(0xFF958A6F),
    outlineVariant: Color(0xFFDBD4C2),
  );

  static const ColorScheme darkScheme = ColorScheme(
    brightness: Brightness.dark,
    primary: Color(0xFFE9C46A),
    onPrimary: Color(0xFF1C1505),
    secondary: Color(0xFF4D6E7C),
    onSecondary: Color(0xFFF2FCFF),
    tertiary: Color(0xFF46A2D7),
    onTertiary: Color(0xFF081822),
    error: Color(0xFFDF7F77),
    onError: Color(0xFF22100F),
    surface: Color(0xFF231F15),
    onSurface: Color(0xFFEDE7D9),
    onSurfaceVariant: Color(0xFFBCB39F),
    outline: Color(0xFF807660),
    outlineVariant: Color(0xFF433C2E),
  );
}
