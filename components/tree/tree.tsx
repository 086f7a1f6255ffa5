'use client';

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import { cn } from '@/components/ui/cn';
import { ancestorIds, commandFor, expandableIds, flatten, type TreeNode, type TreeRow, typeAhead } from './flatten';

const ROW_HEIGHT_PX = 30;
const VIRTUAL_FROM = 200;
const TYPE_AHEAD_MS = 700;

export interface TreeProps<T> {
  nodes: readonly TreeNode<T>[];
  /** Names the tree: `Resources`. */
  label: string;
  selectedId: string | null;
  onSelect: (node: TreeNode<T>) => void;
  /** Controlled: the open nodes. Without it the tree keeps them itself, starting with all open. */
  expanded?: ReadonlySet<string>;
  onExpandedChange?: (expanded: Set<string>) => void;
  renderNode: (node: TreeNode<T>, state: { selected: boolean; expanded: boolean }) => ReactNode;
  /** Buttons at the end of the row, there on hover and focus. Not in the tab order: offer the same elsewhere. */
  renderActions?: (node: TreeNode<T>) => ReactNode;
  className?: string;
}

export function Tree<T>({
  nodes,
  label,
  selectedId,
  onSelect,
  expanded,
  onExpandedChange,
  renderNode,
  renderActions,
  className,
}: Readonly<TreeProps<T>>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(null);
  const typed = useRef({ text: '', at: 0 });

  // Uncontrolled, the tree remembers what was closed, so that nodes that appear later are open.
  const open = useMemo(() => {
    if (expanded) return expanded;
    const shown = selectedId === null ? [] : (ancestorIds(nodes, selectedId) ?? []);
    return new Set([...expandableIds(nodes).filter((id) => !collapsed.has(id)), ...(activeId === null ? shown : [])]);
  }, [expanded, nodes, collapsed, selectedId, activeId]);
  const rows = useMemo(() => flatten(nodes, open), [nodes, open]);

  const indexOf = (id: string | null) => (id === null ? -1 : rows.findIndex((row) => row.node.id === id));
  const active = Math.max(0, indexOf(activeId) >= 0 ? indexOf(activeId) : indexOf(selectedId));

  const virtual = rows.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 15,
    // The row with the focus stays in the document wherever the list is scrolled to.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
  });

  // What is selected from outside (a link, the palette) is brought into view.
  const selectedIndex = indexOf(selectedId);
  const revealed = useRef<string | null>(null);
  const reveal = useEffectEvent((index: number) => {
    const box = scroller.current;
    if (!box) return;
    // Not scrollIntoView: it would move the page as well.
    const top = index * ROW_HEIGHT_PX;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ROW_HEIGHT_PX > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + ROW_HEIGHT_PX - box.clientHeight;
    }
  });
  useEffect(() => {
    if (selectedId === null || selectedIndex < 0 || revealed.current === selectedId) return;
    revealed.current = selectedId;
    reveal(selectedIndex);
  }, [selectedId, selectedIndex]);
  useEffect(
    () => () => {
      revealed.current = null;
    },
    [],
  );

  function setOpen(ids: readonly string[], on: boolean) {
    if (onExpandedChange) {
      const next = new Set(open);
      for (const id of ids) on ? next.add(id) : next.delete(id);
      onExpandedChange(next);
    }
    setCollapsed((was) => {
      const next = new Set(was);
      for (const id of ids) on ? next.delete(id) : next.add(id);
      return next;
    });
  }

  function focusRow(index: number) {
    const row = rows[index];
    if (!row) return;
    setActiveId(row.node.id);
    if (virtual) virtualizer.scrollToIndex(index);
    const focus = () => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
    focus();
    requestAnimationFrame(focus);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>, index: number) {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rows[index];
    if (!row) return;
    const command = commandFor(event.key, rows, index);
    if (command) {
      event.preventDefault();
      if (command.kind === 'move') focusRow(command.index);
      else if (command.kind === 'expand') setOpen(command.ids, true);
      else setOpen([command.id], false);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(row.node);
    } else if (event.key.length === 1) {
      const now = event.timeStamp;
      const text = now - typed.current.at > TYPE_AHEAD_MS ? event.key : typed.current.text + event.key;
      typed.current = { text, at: now };
      const to = typeAhead(rows, index, text);
      if (to !== null) focusRow(to);
    }
  }

  const row = (index: number, style?: CSSProperties) => {
    const item = rows[index];
    if (!item) return null;
    return (
      <Row
        key={item.node.id}
        row={item}
        index={index}
        style={style}
        selected={item.node.id === selectedId}
        tabIndex={index === active ? 0 : -1}
        onFocus={() => setActiveId(item.node.id)}
        onKeyDown={(event) => onKeyDown(event, index)}
        onSelect={() => onSelect(item.node)}
        onToggle={() => setOpen([item.node.id], !item.expanded)}
        actions={renderActions?.(item.node)}
      >
        {renderNode(item.node, { selected: item.node.id === selectedId, expanded: item.expanded })}
      </Row>
    );
  };

  return (
    <div ref={scroller} role="tree" aria-label={label} className={cn('min-h-0 overflow-auto', className)}>
      {virtual ? (
        <div role="none" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer
            .getVirtualItems()
            .map(({ index, start }) =>
              row(index, { position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${start}px)` }),
            )}
        </div>
      ) : (
        rows.map((_, index) => row(index))
      )}
    </div>
  );
}

function Row<T>({
  row,
  index,
  style,
  selected,
  tabIndex,
  onFocus,
  onKeyDown,
  onSelect,
  onToggle,
  actions,
  children,
}: Readonly<{
  row: TreeRow<T>;
  index: number;
  style?: CSSProperties;
  selected: boolean;
  tabIndex: number;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onSelect: () => void;
  onToggle: () => void;
  actions?: ReactNode;
  children: ReactNode;
}>) {
  return (
    <div
      role="treeitem"
      aria-label={row.node.label}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.expandable ? row.expanded : undefined}
      aria-selected={selected}
      data-index={index}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={onSelect}
      style={{ ...style, height: ROW_HEIGHT_PX, paddingLeft: (row.level - 1) * 14 + 4 }}
      className={cn(
        'group/tree flex cursor-pointer select-none items-center gap-1 rounded-md pr-1 text-sm focus-visible:-outline-offset-2',
        selected ? 'bg-accent text-accent-foreground' : 'hover:bg-muted',
      )}
    >
      {/* The keys Left and Right do the same, so assistive technology is not told of this. */}
      <span
        aria-hidden="true"
        onClick={(event) => {
          if (!row.expandable) return;
          event.stopPropagation();
          onToggle();
        }}
        className={cn('grid size-5 shrink-0 place-items-center rounded-sm', row.expandable && 'hover:bg-input/60')}
      >
        {row.expandable ? (
          <ChevronRight
            className={cn(
              'size-3.5 text-muted-foreground transition-transform duration-100',
              row.expanded && 'rotate-90',
            )}
          />
        ) : null}
      </span>
      <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
      {actions ? (
        <span className="flex shrink-0 items-center opacity-0 group-focus-within/tree:opacity-100 group-hover/tree:opacity-100 has-data-popup-open:opacity-100 pointer-coarse:opacity-100">
          {actions}
        </span>
      ) : null}
    </div>
  );
}
