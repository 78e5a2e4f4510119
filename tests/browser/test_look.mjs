// SPDX-License-Identifier: MIT
// The measures of look.mjs see what is wrong, and nothing where nothing is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { open } from './browser.mjs';
import { look } from './look.mjs';
import { scratchFile } from './pages.mjs';

const picture = (inside) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200" font-size="16">
<rect width="400" height="200" fill="#fff"/>${inside}</svg>`;
const page = (inside) => `<!doctype html><meta name="viewport" content="width=device-width"><title>x</title><body>${inside}`;

const cases = [
	['text apart', picture('<text x="10" y="30">one</text><text x="10" y="60">two</text>'), []],
	['text on text', picture('<text x="10" y="30">one</text><text x="20" y="33">two</text>'), [/"one" and "two" overlap/]],
	['slanted text whose box alone is on the other', picture('<text transform="rotate(40 10 30)" x="10" y="30">a long slanted line</text>' +
		'<text x="120" y="30">two</text>'), []],
	['slanted text on text', picture('<text transform="rotate(40 10 30)" x="10" y="30">a long slanted line</text>' +
		'<text x="80" y="95">two</text>'), [/overlap/]],
	['text outside of the picture', picture('<text x="380" y="30">one and all</text>'), [/is outside/]],
	['hidden text counts for nothing', picture('<text x="10" y="30">one</text><text x="20" y="33" visibility="hidden">two</text>'), []],
	['faint text in a picture', picture('<text x="10" y="30" fill="#aaa">one</text>'), [/contrast 2\.32, not 4\.5/]],
	['faint text on a bar', picture('<rect x="0" y="0" width="100" height="100" fill="#888"/><text x="10" y="30">one</text>'), []],
	['text on a bar as dark', picture('<rect x="0" y="0" width="100" height="100" fill="#333"/><text x="10" y="30">one</text>'), [/contrast/]],
	['text on a page', page('<p>good'), []],
	['faint text on a page', page('<div style="background: #000"><p style="color: #333">bad</div>'), [/contrast/]],
	['text that opacity makes faint', page('<p style="color: #000; opacity: .4">bad'), [/contrast/]],
	['a page that is too wide', page('<div style="width: 2000px">wide</div>'), [/2008 px wide/]],
	['words that are cut', page('<div style="width: 40px; overflow: hidden; white-space: nowrap">too many words</div>'), [/is cut/]],
	['tiny letters', page('<p style="font-size: 8px">tiny'), [/smaller than 9 px/]],
];

test('the measures find what is wrong, and nothing else', async (t) => {
	const first = await open(t, scratchFile('look.html', page('')), { elsewhere: true });

	for (const [i, [name, text, wanted]] of cases.entries()) {
		await first.goto(pathToFileURL(scratchFile(`look-${i}.${text.startsWith('<svg') ? 'svg' : 'html'}`, text)).href);
		const found = await look(first, ['overlaps', 'outside', 'clipped', 'overflow', 'faint', 'tiny'], 9);

		assert.equal(found.length, wanted.length, `${name}: ${found.join('\n')}`);
		wanted.forEach((pattern, k) => assert.match(found[k], pattern, name));
	}
});
