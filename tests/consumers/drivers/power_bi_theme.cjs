// Asks Microsoft's models of Power BI whether a report takes a theme, and prints what is wrong and its colors as JSON.
const fs = require('fs');
const {validateCustomTheme} = require('powerbi-models');

const themeJson = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const errors = validateCustomTheme({themeJson}) ?? [];
console.log(JSON.stringify({errors, name: themeJson.name, colors: themeJson.dataColors}));
