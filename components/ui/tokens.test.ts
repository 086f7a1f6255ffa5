import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];
type Theme = Record<string, Rgb>;

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const themes = { light: parse(':root'), dark: parse('.dark') };

const surfaces = ['background', 'card', 'popover', 'muted', 'secondary', 'accent'];
const tones = ['destructive', 'success', 'warning', 'info'];
const verbs = ['info', 'success', 'warning', 'destructive', 'verb-patch', 'verb-head', 'verb-options'];

describe.each(Object.entries(themes))('%s theme', (_name, theme) => {
  it.each(surfaces.flatMap((s) => [[`foreground`, s] as const, ['muted-foreground', s] as const]))(
    '%s is readable on %s',
    (text, surface) => expect(contrast(at(theme, text), at(theme, surface))).toBeGreaterThanOrEqual(4.5),
  );

  it.each([...tones, 'primary', 'secondary', 'destructive-solid'])('%s-foreground is readable on %s', (token) =>
    expect(contrast(at(theme, `${token}-foreground`), at(theme, token))).toBeGreaterThanOrEqual(4.5),
  );

  it.each(['sidebar-foreground', 'sidebar-accent-foreground'])('%s is readable in the sidebar', (token) => {
    expect(contrast(at(theme, token), at(theme, 'sidebar'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(at(theme, token), at(theme, 'sidebar-accent'))).toBeGreaterThanOrEqual(4.5);
  });

  // Badges and callouts draw a tone on a 10 % wash of itself.
  it.each([...tones, ...verbs].flatMap((t) => surfaces.map((s) => [t, s] as const)))(
    '%s is readable on its own wash over %s',
    (tone, surface) => {
      const wash = mix(at(theme, tone), at(theme, surface), 0.1);
      expect(contrast(at(theme, tone), wash)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each([1, 2, 3, 4, 5, 6])('chart-%i stands out from the card it is drawn on', (n) =>
    expect(contrast(at(theme, `chart-${n}`), at(theme, 'card'))).toBeGreaterThanOrEqual(3),
  );

  it('the focus ring stands out from every surface', () => {
    for (const surface of surfaces) expect(contrast(at(theme, 'ring'), at(theme, surface))).toBeGreaterThanOrEqual(3);
  });
});

function at(theme: Theme, token: string): Rgb {
  const rgb = theme[token];
  if (!rgb) throw new Error(`globals.css has no opaque token --${token}`);
  return rgb;
}

function parse(selector: string): Theme {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split('\n}')[0] ?? '';
  const theme: Theme = {};
  for (const [, name, l, c, h] of block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g)) {
    if (name) theme[name] = oklchToRgb(Number(l), Number(c), Number(h));
  }
  for (const [, name, l] of block.matchAll(/--([\w-]+): oklch\(([\d.]+) 0 0\);/g)) {
    if (name) theme[name] = oklchToRgb(Number(l), 0, 0);
  }
  return theme;
}

/** Gamma-encoded sRGB, clipped to the gamut as a browser on an sRGB screen would. */
function oklchToRgb(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function encode(linear: number): number {
  const v = Math.min(1, Math.max(0, linear));
  return v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055;
}

function mix(top: Rgb, under: Rgb, alpha: number): Rgb {
  const channel = (i: 0 | 1 | 2) => top[i] * alpha + under[i] * (1 - alpha);
  return [channel(0), channel(1), channel(2)];
}

function contrast(a: Rgb, b: Rgb): number {
  const [hi = 0, lo = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
