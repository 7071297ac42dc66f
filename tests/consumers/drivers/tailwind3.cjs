// Prints the colors that Tailwind 3 has with a preset as JSON: those whose names begin with the second argument.
const path = require('path');
const resolve = require('tailwindcss3/resolveConfig');

const { colors } = resolve({ presets: [require('tailwindcss3/defaultConfig'), require(path.resolve(process.argv[2]))] }).theme;
console.log(JSON.stringify(Object.fromEntries(Object.entries(colors).filter(([name]) => name.startsWith(process.argv[3])))));
