/* 9 colors of stripes.png, by cvpalette */
/* By Ada */
/* CC0 * / --> */
#ifndef PALETTE_H
#define PALETTE_H

#include <stdint.h>

#define PALETTE_COUNT 9
#define PALETTE_CREME 0x264653ul /* Crème *, 11.1% */
#define PALETTE_CLASS 0x2A9D8Ful /* class, 11.1% */
#define PALETTE_CLASS_2 0xE9C46Aul /* Class, 11.1% */
#define PALETTE_2ND 0xF4A261ul /* 2nd, 11.1% */
#define PALETTE_CREME_X 0xE76F51ul /* Crème * / --> ' % $x \ < & ", 11.1% */
#define PALETTE_6 0x000000ul /* 11.1% */
#define PALETTE_COLOR 0xFFFFFFul /* color, 11.1% */
#define PALETTE_ALL 0x010203ul /* all, 11.1% */
#define PALETTE_HASH_CODE 0xFEFDFCul /* hash code, 11.1% */

static const uint32_t palette_rgb888[PALETTE_COUNT] = {
  PALETTE_CREME,
  PALETTE_CLASS,
  PALETTE_CLASS_2,
  PALETTE_2ND,
  PALETTE_CREME_X,
  PALETTE_6,
  PALETTE_COLOR,
  PALETTE_ALL,
  PALETTE_HASH_CODE,
};

static const uint16_t palette_rgb565[PALETTE_COUNT] = {
  0x2A2A, 0x2CF1, 0xE60D, 0xF50C, 0xE36A, 0x0000, 0xFFFF, 0x0000,
  0xFFFF,
};

#endif
