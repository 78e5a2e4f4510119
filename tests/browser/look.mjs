// SPDX-License-Identifier: MIT
// How a page or a picture looks, measured in the browser: each function returns what is wrong, as sentences.

// Installed in the page before anything is measured. Boxes of text are those of its letters, turned as they are drawn.
function install() {
	const visible = (element) => {
		const style = getComputedStyle(element);
		if (style.visibility !== 'visible' || style.display === 'none')
			return false;
		const box = element.getBoundingClientRect();
		return box.width > 1 && box.height > 1 && element.checkVisibility?.({ checkOpacity: true }) !== false;
	};

	// The corners of an SVG text on the screen, without the upper and the lower fifth of its line, which has no letters.
	const corners = (text) => {
		const box = text.getBBox();
		const matrix = text.getScreenCTM();
		const trim = box.height / 5;
		return [[box.x, box.y + trim], [box.x + box.width, box.y + trim], [box.x + box.width, box.y + box.height - trim],
			[box.x, box.y + box.height - trim]]
			.map(([x, y]) => new DOMPoint(x, y).matrixTransform(matrix)).map(({ x, y }) => [x, y]);
	};

	// Whether two convex shapes have more than an edge in common: no line along a side of one parts them.
	const meet = (one, other) => [one, other].every((shape) => shape.every(([x1, y1], i) => {
		const [x2, y2] = shape[(i + 1) % shape.length];
		const along = ([x, y]) => (x - x1) * (y2 - y1) - (y - y1) * (x2 - x1);
		const a = one.map(along), b = other.map(along);
		const slack = Math.hypot(x2 - x1, y2 - y1) * 0.5;
		return Math.min(...a) < Math.max(...b) - slack && Math.min(...b) < Math.max(...a) - slack;
	}));

	const words = (element) => JSON.stringify(element.textContent.trim().slice(0, 60));
	const svgTexts = () => [...document.querySelectorAll('svg text')].filter((text) => text.textContent.trim() !== '' && visible(text));

	function overlaps() {
		const shapes = svgTexts().map((text) => {
			const shape = corners(text);
			const ys = shape.map(([, y]) => y);
			return { text, svg: text.ownerSVGElement, shape, top: Math.min(...ys), bottom: Math.max(...ys) };
		}).sort((a, b) => a.top - b.top);
		const found = [];

		shapes.forEach((one, i) => {
			for (let j = i + 1; j < shapes.length && shapes[j].top < one.bottom; j++) {
				if (shapes[j].svg === one.svg && meet(one.shape, shapes[j].shape))
					found.push(`${words(one.text)} and ${words(shapes[j].text)} overlap`);
			}
		});
		return found;
	}

	function outside() {
		return svgTexts().filter((text) => {
			const view = text.ownerSVGElement.getBoundingClientRect();
			return corners(text).some(([x, y]) => x < view.left - 1 || x > view.right + 1 || y < view.top - 1 || y > view.bottom + 1);
		}).map((text) => `${words(text)} is outside of its picture`);
	}

	// Elements of HTML that are wider than what they stand in lets them be, and hide the rest.
	function clipped() {
		return [...document.querySelectorAll('body *')].filter((element) => element instanceof HTMLElement && visible(element) &&
			['hidden', 'clip'].includes(getComputedStyle(element).overflowX) && element.clientWidth > 1 &&
			element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).textOverflow !== 'ellipsis')
			.map((element) => `${element.tagName.toLowerCase()}#${element.id} ${words(element)} is cut`);
	}

	function overflow() {
		const root = document.scrollingElement ?? document.documentElement;
		if (root.scrollWidth <= innerWidth)
			return [];
		const widest = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
			.map((one) => `${one.tagName.toLowerCase()}#${one.id}.${one.getAttribute('class') ?? ''}`);
		return [`${root.scrollWidth} px wide in a window of ${innerWidth}: ${widest.slice(0, 5).join(', ')}`];
	}

	// A color as [r, g, b, a], by painting it: whatever notation it has.
	const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas').getContext('2d', { willReadFrequently: true });
	const known = new Map();
	const rgba = (color) => {
		if (!known.has(color)) {
			canvas.clearRect(0, 0, 1, 1);
			canvas.fillStyle = '#000';
			canvas.fillStyle = color;
			canvas.fillRect(0, 0, 1, 1);
			const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
			known.set(color, [r, g, b, a / 255]);
		}
		return known.get(color);
	};
	const over = (top, below) => {
		const a = top[3] + below[3] * (1 - top[3]);
		return a === 0 ? [0, 0, 0, 0] : [...[0, 1, 2].map((i) => (top[i] * top[3] + below[i] * below[3] * (1 - top[3])) / a), a];
	};
	// WCAG 2.2: relative luminance, contrast ratio.
	const luminance = (color) => {
		const [r, g, b] = color.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const ratio = (one, other) => {
		const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
		return (high + 0.05) / (low + 0.05);
	};

	const isText = (element) => element instanceof SVGTextContentElement || element instanceof SVGTitleElement;
	const painted = (color, opacity) => {
		const [r, g, b, a] = rgba(/^(none|url)/.test(color) ? 'transparent' : color);
		return [r, g, b, a * Number(opacity)];
	};
	const paint = (element, x, y) => {
		const style = getComputedStyle(element);
		if (!(element instanceof SVGElement) || element instanceof SVGSVGElement)
			return rgba(style.backgroundColor);
		if (isText(element) || !(element instanceof SVGGeometryElement))
			return [0, 0, 0, 0];
		const point = new DOMPoint(x, y).matrixTransform(element.getScreenCTM().inverse());
		const fill = element.isPointInFill(point) ? painted(style.fill, style.fillOpacity) : [0, 0, 0, 0];
		return element.isPointInStroke(point) ? over(painted(style.stroke, style.strokeOpacity), fill) : fill;
	};
	const opacityOf = (element) => {
		let opacity = 1;
		for (let one = element; one !== null; one = one.parentElement)
			opacity *= Number(getComputedStyle(one).opacity);
		return opacity;
	};

	// What is painted below a point of an element, down to the canvas.
	const ground = (element, x, y) => {
		const below = document.elementsFromPoint(x, y);
		const at = below.indexOf(element);
		const dark = matchMedia('(prefers-color-scheme: dark)').matches && /dark/.test(getComputedStyle(document.documentElement).colorScheme);
		let color = [0, 0, 0, 0];

		for (const one of below.slice(Math.max(at, 0))) {
			const [r, g, b, a] = paint(one, x, y);
			color = over(color, [r, g, b, a * opacityOf(one)]);
		}
		return over(color, dark ? [18, 18, 18, 1] : [255, 255, 255, 1]);
	};

	const textElements = () => {
		const found = new Set();
		const walker = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const parent = walker.currentNode.parentElement;
			if (walker.currentNode.data.trim() !== '' && parent !== null && visible(parent) &&
				!parent.closest('script, style, title, desc, option, noscript, template'))
				found.add(parent);
		}
		return [...found];
	};

	function faint() {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync('* { pointer-events: auto !important } svg * { pointer-events: visiblePainted !important }');
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
		const found = new Map();

		for (const element of textElements()) {
			if (element.closest('[disabled], [aria-disabled=true], .sr'))
				continue;
			element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
			const box = element.getBoundingClientRect();
			const style = getComputedStyle(element);
			const around = ground(element, box.x + box.width / 2, box.y + box.height / 2);
			// Letters with a halo stand on that.
			const below = element instanceof SVGElement && style.paintOrder.startsWith('stroke') ?
				over(painted(style.stroke, style.strokeOpacity), around) : around;
			const [r, g, b, a] = rgba(element instanceof SVGElement ? style.fill : style.color);
			const seen = over([r, g, b, a * opacityOf(element)], below);
			const size = parseFloat(style.fontSize);
			const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
			const is = ratio(seen, below);

			if (is < needed - 0.01) {
				const where = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
				const what = `${where} has contrast ${is.toFixed(2)}, not ${needed}: ${seen.slice(0, 3).map(Math.round)} on ` +
					`${below.slice(0, 3).map(Math.round)}`;
				found.set(what, found.get(what) ?? words(element));
			}
		}
		document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
		return [...found].map(([what, text]) => `${what}, ${text}`);
	}

	// Letters smaller than anybody should have to read, in CSS pixels as they are drawn.
	function tiny(least) {
		return textElements().filter((element) => {
			const scale = element instanceof SVGGraphicsElement ? Math.hypot(element.getScreenCTM().a, element.getScreenCTM().b) : 1;
			return parseFloat(getComputedStyle(element).fontSize) * scale < least;
		}).map((element) => `${words(element)} is smaller than ${least} px`);
	}

	globalThis.tcpsimLook = { overlaps, outside, clipped, overflow, faint, tiny };
}

// Measure all `names` on a page; of what is wrong, the first of each.
export async function look(page, names, ...args) {
	await page.evaluate(install);
	const wrong = [];
	for (const name of names) {
		const found = await page.evaluate(([one, rest]) => globalThis.tcpsimLook[one](...rest), [name, args]);
		wrong.push(...found.slice(0, 10));
		if (found.length > 10)
			wrong.push(`... and ${found.length - 10} more`);
	}
	return wrong;
}
