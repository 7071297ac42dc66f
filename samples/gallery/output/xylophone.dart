// 9 colors of xylophone.webp, by cvpalette
import 'package:flutter/material.dart';

abstract final class Palette {
  static const Color color1 = Color(0xFFFDFDFD); // 52.1%
  static const Color color2 = Color(0xFF8B8D8C); // 14.1%
  static const Color color3 = Color(0xFFF6502F); // 8.2%
  static const Color color4 = Color(0xFF4C4B48); // 6.9%
  static const Color color5 = Color(0xFF170E0E); // 6.0%
  static const Color color6 = Color(0xFF2056A0); // 5.3%
  static const Color color7 = Color(0xFF68AC60); // 2.5%
  static const Color color8 = Color(0xFF992173); // 2.5%
  static const Color color9 = Color(0xFFF3F342); // 2.3%

  static const List<Color> all = [
    color1,
    color2,
    color3,
    color4,
    color5,
    color6,
    color7,
    color8,
    color9,
  ];
}
