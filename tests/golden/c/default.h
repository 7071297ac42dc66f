/* 4 colors of stripes.png, by cvpalette */
#ifndef PALETTE_H
#define PALETTE_H

#include <stdint.h>

#define PALETTE_COUNT 4
#define PALETTE_1 0x264653ul /* 25.0% */
#define PALETTE_2 0x2A9D8Ful /* 25.0% */
#define PALETTE_3 0xE9C46Aul /* 25.0% */
#define PALETTE_4 0xE76F51ul /* 25.0% */

static const uint32_t palette_rgb888[PALETTE_COUNT] = {
  PALETTE_1,
  PALETTE_2,
  PALETTE_3,
  PALETTE_4,
};

static const uint16_t palette_rgb565[PALETTE_COUNT] = {
  0x2A2A, 0x2CF1, 0xE60D, 0xE36A,
};

#endif
