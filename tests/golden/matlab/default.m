function [map, names] = palette()
  % 4 colors of stripes.png, by cvpalette
  map = [
    38 70 83 % 25.0%
    42 157 143 % 25.0%
    233 196 106 % 25.0%
    231 111 81 % 25.0%
  ] / 255;
  names = {
    'color-1'
    'color-2'
    'color-3'
    'color-4'
  };
end
