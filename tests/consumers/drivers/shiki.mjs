// Prints the text and the color of each token of a JavaScript program, as Shiki reads a theme of VS Code.
import {readFileSync} from 'node:fs';
import {createHighlighter} from 'shiki';

const [, , path, code] = process.argv;
const theme = JSON.parse(readFileSync(path, 'utf8'));
const highlighter = await createHighlighter({themes: [theme], langs: ['javascript']});
// By default, it gives up on a line after half a second, which a busy machine may take.
const options = {lang: 'javascript', theme: theme.name, tokenizeTimeLimit: 0};
const {tokens, fg, bg} = highlighter.codeToTokens(code, options);
const read = tokens.flat().filter(token => token.content.trim()).map(token => [token.content.trim(), token.color]);
console.log(JSON.stringify({tokens: read, foreground: fg, background: bg}));
