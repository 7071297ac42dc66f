"""Which pixels count: regions, masks, borders and ignored colours."""
