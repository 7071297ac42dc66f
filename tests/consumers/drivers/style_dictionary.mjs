// Prints the color, path and description of each token that Style Dictionary reads as JSON, and the CSS it makes.
import StyleDictionary from 'style-dictionary';

const dictionary = new StyleDictionary({
  source: [process.argv[2]],
  log: {verbosity: 'silent', warnings: 'error'},
  platforms: {
    css: {
      transformGroup: 'css',
      files: [{destination: 'tokens.css', format: 'css/variables'}],
    },
  },
});
const {allTokens} = await dictionary.getPlatformTokens('css');
const [{output}] = await dictionary.formatPlatform('css');
// Files of Tokens Studio have the older keys.
const tokens = allTokens.map(token => [
  token.$value ?? token.value, token.path, token.$description ?? token.description ?? '',
]);
console.log(JSON.stringify({tokens, css: output}));
