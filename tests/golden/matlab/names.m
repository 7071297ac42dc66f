function [map, names] = palette()
  % 9 colors of stripes.png, by cvpalette
  % By Ada
  % CC0 */ -->
  map = [
    38 70 83 % 11.1%
    42 157 143 % 11.1%
    233 196 106 % 11.1%
    244 162 97 % 11.1%
    231 111 81 % 11.1%
    0 0 0 % 11.1%
    255 255 255 % 11.1%
    1 2 3 % 11.1%
    254 253 252 % 11.1%
  ] / 255;
  names = {
    'Crème *'
    'class'
    'Class'
    '2nd'
    'Crème */ --> '' % $x \ < & "'
    'color-6'
    'color'
    'all'
    'hash code'
  };
end
