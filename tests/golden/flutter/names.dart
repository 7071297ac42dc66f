// 9 colors of stripes.png, by cvpalette
// By Ada
// CC0 * / -->
import 'package:flutter/material.dart';

abstract final class Palette {
  static const Color creme = Color(0x80264653); // Crème *, 11.1%
  static const Color classColor = Color(0xFF2A9D8F); // class, 11.1%
  static const Color classColor2 = Color(0xFFE9C46A); // Class, 11.1%
  static const Color color2nd = Color(0xFFF4A261); // 2nd, 11.1%
  static const Color cremeX = Color(0xFFE76F51); // Crème * / --> ' % $x \ < & ", 11.1%
  static const Color color6 = Color(0xFF000000); // 11.1%
  static const Color color = Color(0xFFFFFFFF); // color, 11.1%
  static const Color allColor = Color(0xFF010203); // all, 11.1%
  static const Color hashCodeColor = Color(0xFFFEFDFC); // hash code, 11.1%

  static const List<Color> all = [
    creme,
    classColor,
    classColor2,
    color2nd,
    cremeX,
    color6,
    color,
    allColor,
    hashCodeColor,
  ];
}
