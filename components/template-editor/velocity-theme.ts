import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The product's own tokens: light and dark are theirs. */
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--card)', color: 'var(--foreground)', fontSize: '0.75rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-geist-mono), ui-monospace, monospace', lineHeight: '1.25rem' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--foreground)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--foreground)' },
  '.cm-gutters': {
    backgroundColor: 'var(--muted)',
    color: 'var(--muted-foreground)',
    borderRight: '1px solid var(--border)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--accent) 45%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--accent)', color: 'var(--foreground)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--info) 22%, transparent)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in oklab, var(--info) 18%, transparent)',
    outline: '1px solid color-mix(in oklab, var(--info) 40%, transparent)',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': {
    backgroundColor: 'color-mix(in oklab, var(--destructive) 15%, transparent)',
    color: 'var(--destructive)',
  },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in oklab, var(--warning) 25%, transparent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in oklab, var(--warning) 45%, transparent)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in oklab, var(--success) 15%, transparent)' },
  '.cm-panels': { backgroundColor: 'var(--muted)', color: 'var(--foreground)', borderColor: 'var(--border)' },
  '.cm-panels button, .cm-panels input': { fontSize: '0.75rem' },
  '.cm-textfield': { backgroundColor: 'var(--card)', border: '1px solid var(--input)', borderRadius: '0.25rem' },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--secondary)',
    color: 'var(--secondary-foreground)',
    border: '1px solid var(--border)',
    borderRadius: '0.25rem',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--popover)',
    color: 'var(--popover-foreground)',
    border: '1px solid var(--border)',
    borderRadius: '0.375rem',
    boxShadow: '0 2px 4px var(--shadow-color), 0 4px 12px var(--shadow-color)',
    maxWidth: 'min(32rem, 90vw)',
  },
  '.cm-tooltip-autocomplete > ul > li': { padding: '0.125rem 0.5rem' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--accent-foreground)',
  },
  '.cm-completionDetail': {
    color: 'var(--muted-foreground)',
    fontStyle: 'normal',
    fontFamily: 'var(--font-geist), sans-serif',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600', color: 'var(--info)' },
  '.cm-diagnostic': { fontFamily: 'var(--font-geist), sans-serif', padding: '0.25rem 0.5rem' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--destructive)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--info)' },
  '.cm-lintRange': { backgroundImage: 'none', textDecoration: 'underline wavy', textUnderlineOffset: '3px' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--destructive)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--warning)' },
  '.cm-lintRange-info': { textDecorationColor: 'var(--info)', textDecorationStyle: 'dotted' },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--verb-patch)' },
  { tag: tags.macroName, color: 'var(--verb-patch)' },
  { tag: tags.variableName, color: 'var(--info)', fontWeight: '500' },
  { tag: tags.string, color: 'var(--success)' },
  { tag: [tags.number, tags.atom], color: 'var(--warning)' },
  { tag: [tags.propertyName, tags.tagName], color: 'var(--foreground)' },
  { tag: [tags.comment, tags.operator, tags.bracket, tags.escape], color: 'var(--muted-foreground)' },
]);

export const velocityTheme: Extension = [look, syntaxHighlighting(colours)];
