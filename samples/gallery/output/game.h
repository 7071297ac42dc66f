/* 16 colors of game.png, by cvpalette */
#ifndef PALETTE_H
#define PALETTE_H

#include <stdint.h>

#define PALETTE_COUNT 16
#define PALETTE_1 0x5CC8E8ul /* 53.1% */
#define PALETTE_2 0x8A5A3Bul /* 13.8% */
#define PALETTE_3 0x3AA6B9ul /* 7.1% */
#define PALETTE_4 0x6CC644ul /* 6.1% */
#define PALETTE_5 0x2F8F9Dul /* 4.0% */
#define PALETTE_6 0xFFF6E0ul /* 3.4% */
#define PALETTE_7 0xFFFFFFul /* 3.4% */
#define PALETTE_8 0x3F8F2Eul /* 3.2% */
#define PALETTE_9 0x6B432Bul /* 1.9% */
#define PALETTE_10 0xA4161Aul /* 1.8% */
#define PALETTE_11 0xE5383Bul /* 0.6% */
#define PALETTE_12 0x2B2140ul /* 0.5% */
#define PALETTE_13 0xD9C7B8ul /* 0.4% */
#define PALETTE_14 0x2F6FDEul /* 0.3% */
#define PALETTE_15 0xF4772Eul /* 0.2% */
#define PALETTE_16 0xF9C22Eul /* 0.2% */

static const uint32_t palette_rgb888[PALETTE_COUNT] = {
  PALETTE_1,
  PALETTE_2,
  PALETTE_3,
  PALETTE_4,
  PALETTE_5,
  PALETTE_6,
  PALETTE_7,
  PALETTE_8,
  PALETTE_9,
  PALETTE_10,
  PALETTE_11,
  PALETTE_12,
  PALETTE_13,
  PALETTE_14,
  PALETTE_15,
  PALETTE_16,
};

static const uint16_t palette_rgb565[PALETTE_COUNT] = {
  0x5E3C, 0x8AC7, 0x3D36, 0x6E28, 0x3473, 0xFFBB, 0xFFFF, 0x4466,
  0x6A25, 0xA0A3, 0xE1C7, 0x2908, 0xD636, 0x337B, 0xF3A6, 0xF606,
};

#endif
