// 4 colors of stripes.png, by cvpalette
import 'package:flutter/material.dart';

abstract final class Palette {
  static const Color color1 = Color(0xFF264653); // 25.0%
  static const Color color2 = Color(0xFF2A9D8F); // 25.0%
  static const Color color3 = Color(0xFFE9C46A); // 25.0%
  static const Color color4 = Color(0xFFE76F51); // 25.0%

  static const List<Color> all = [
    color1,
    color2,
    color3,
    color4,
  ];
}
