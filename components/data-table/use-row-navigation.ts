'use client';

import { type KeyboardEvent, useState } from 'react';

/**
 * One tab stop for the whole list: arrows, Home, End and Page keys move between rows, Enter opens, Space selects.
 * `scrollTo` brings a virtualised row into the document before it gets the focus.
 */
export function useRowNavigation(options: {
  rowCount: number;
  onOpen?: (index: number) => void;
  onToggle?: (index: number) => void;
  scrollTo?: (index: number) => void;
}) {
  const { rowCount, onOpen, onToggle, scrollTo } = options;
  const [current, setCurrent] = useState(0);
  const active = Math.min(current, Math.max(0, rowCount - 1));

  function move(from: HTMLElement, to: number) {
    const next = Math.max(0, Math.min(rowCount - 1, to));
    setCurrent(next);
    scrollTo?.(next);
    const body = from.closest('tbody');
    const focus = () => body?.querySelector<HTMLElement>(`[data-row-index="${next}"]`)?.focus();
    focus();
    // A row that was just scrolled to is in the document from the next frame on.
    requestAnimationFrame(focus);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>, index: number) {
    // Keys pressed in a button or link inside the row are theirs.
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const targets: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rowCount - 1,
      PageDown: index + 10,
      PageUp: index - 10,
    };
    const to = targets[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(event.currentTarget, to);
    } else if (event.key === 'Enter' && onOpen) {
      event.preventDefault();
      onOpen(index);
    } else if (event.key === ' ' && onToggle) {
      event.preventDefault();
      onToggle(index);
    }
  }

  return {
    rowProps: (index: number) => ({
      'data-row-index': index,
      tabIndex: index === active ? 0 : -1,
      onFocus: () => setCurrent(index),
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => onKeyDown(event, index),
    }),
  };
}
