<?xml version='1.0'?>
<workbook>
  <!-- 4 colors of stripes.png, by cvpalette -->
  <preferences>
    <color-palette name="stripes" type="regular">
      <color>#264653</color>
      <color>#2a9d8f</color>
      <color>#e9c46a</color>
      <color>#e76f51</color>
    </color-palette>
  </preferences>
</workbook>
