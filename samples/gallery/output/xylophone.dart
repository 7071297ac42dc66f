// 8 colors of xylophone.webp, by cvpalette
import 'package:flutter/material.dart';

abstract final class Palette {
  static const Color color1 = Color(0xFF2E85BC); // 77.9%
  static const Color color2 = Color(0xFFFE3A2F); // 5.9%
  static const Color color3 = Color(0xFF8D176A); // 4.1%
  static const Color color4 = Color(0xFF3A9F48); // 3.5%
  static const Color color5 = Color(0xFF0A3996); // 3.5%
  static const Color color6 = Color(0xFFFF7627); // 2.4%
  static const Color color7 = Color(0xFFFFFF33); // 1.7%
  static const Color color8 = Color(0xFFB7B330); // 1.1%

  static const List<Color> all = [
    color1,
    color2,
    color3,
    color4,
    color5,
    color6,
    color7,
    color8,
  ];
}
