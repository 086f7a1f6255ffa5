'use client';

import type { LucideIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  CommandDialog,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from '@/components/ui/command';
import { Kbd } from '@/components/ui/kbd';
import { Spinner } from '@/components/ui/spinner';
import type { NavSection } from './nav';
import { themes } from './theme-toggle';

export interface CommandEntry {
  /** Unique over all groups. */
  id: string;
  label: string;
  /** Second text at the right: an id, a path. Searched too. */
  hint?: string;
  keywords?: readonly string[];
  icon?: LucideIcon;
  shortcut?: string;
  /** One of the two: a link from lib/client/routes, or something to do. */
  href?: string;
  onSelect?: () => void;
}

export interface CommandEntryGroup {
  heading: string;
  items: readonly CommandEntry[];
}

/** Finds entries on the server while the user types; what it returns is shown as it is, unfiltered. */
export type CommandSearch = (query: string, signal: AbortSignal) => Promise<readonly CommandEntryGroup[]>;

interface Palette {
  open: () => void;
  register: (owner: string, groups: readonly CommandEntryGroup[]) => () => void;
}

const PaletteContext = createContext<Palette | null>(null);

export function useCommandPalette(): Palette | null {
  return use(PaletteContext);
}

/** A page's own entries, there while the page is: “Deploy this API”. Keep `groups` stable (useMemo). */
export function useCommandGroups(owner: string, groups: readonly CommandEntryGroup[]): void {
  const register = use(PaletteContext)?.register;
  useEffect(() => register?.(owner, groups), [register, owner, groups]);
}

export function navCommands(sections: readonly NavSection[]): CommandEntryGroup {
  return {
    heading: 'Go to',
    items: sections.flatMap((section) =>
      section.items.map((item) => ({
        id: `nav:${item.href}`,
        label: item.label,
        hint: section.label,
        icon: item.icon,
        href: item.href,
      })),
    ),
  };
}

export function CommandPaletteProvider({
  groups = [],
  search,
  children,
}: Readonly<{ groups?: readonly CommandEntryGroup[]; search?: CommandSearch; children: ReactNode }>) {
  const [open, setOpen] = useState(false);
  const [registered, setRegistered] = useState<Readonly<Record<string, readonly CommandEntryGroup[]>>>({});

  const palette = useMemo<Palette>(
    () => ({
      open: () => setOpen(true),
      register: (owner, own) => {
        setRegistered((all) => ({ ...all, [owner]: own }));
        return () => setRegistered(({ [owner]: _gone, ...rest }) => rest);
      },
    }),
    [],
  );

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        setOpen((was) => !was);
      }
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <PaletteContext value={palette}>
      {children}
      <CommandDialog open={open} onOpenChange={setOpen} loop>
        <PaletteContent
          groups={[...Object.values(registered).flat(), ...groups]}
          search={search}
          onDone={() => setOpen(false)}
        />
      </CommandDialog>
    </PaletteContext>
  );
}

function PaletteContent({
  groups,
  search,
  onDone,
}: Readonly<{ groups: readonly CommandEntryGroup[]; search?: CommandSearch; onDone: () => void }>) {
  const router = useRouter();
  const { setTheme } = useTheme();
  const [query, setQuery] = useState('');
  const { found, searching } = useServerSearch(useDeferredValue(query), search);

  function choose(entry: CommandEntry) {
    onDone();
    if (entry.href) router.push(entry.href);
    entry.onSelect?.();
  }

  const theme: CommandEntryGroup = {
    heading: 'Theme',
    items: themes.map(({ value, label, icon }) => ({
      id: `theme:${value}`,
      label: `${label} theme`,
      keywords: ['appearance', 'dark mode'],
      icon,
      onSelect: () => setTheme(value),
    })),
  };

  return (
    <>
      <CommandInput placeholder="Search or jump to…" value={query} onValueChange={setQuery} />
      <CommandList>
        <CommandEmpty>
          {searching ? <Spinner className="mx-auto" label="Searching" /> : `Nothing matches “${query}”.`}
        </CommandEmpty>
        {found.map((group) => (
          <Group key={`found:${group.heading}`} group={group} query={query} onChoose={choose} />
        ))}
        {[...groups, theme].map((group) => (
          <Group key={group.heading} group={group} onChoose={choose} />
        ))}
      </CommandList>
      <div className="flex h-9 shrink-0 items-center gap-3 border-t border-border bg-muted/40 px-3.5 text-2xs text-muted-foreground">
        <span className="flex items-center gap-1">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> move
        </span>
        <span className="flex items-center gap-1">
          <Kbd>↵</Kbd> open
        </span>
        <span className="flex items-center gap-1">
          <Kbd>esc</Kbd> close
        </span>
      </div>
    </>
  );
}

function Group({
  group,
  query,
  onChoose,
}: Readonly<{ group: CommandEntryGroup; query?: string; onChoose: (entry: CommandEntry) => void }>) {
  if (group.items.length === 0) return null;
  return (
    <CommandGroup heading={group.heading}>
      {group.items.map((entry) => {
        const Icon = entry.icon;
        return (
          <CommandItem
            key={entry.id}
            value={entry.id}
            // What the server found matches by its own rules: the query itself as keyword keeps it in the list.
            keywords={[entry.label, entry.hint ?? '', ...(entry.keywords ?? []), ...(query ? [query] : [])]}
            onSelect={() => onChoose(entry)}
          >
            {Icon ? <Icon aria-hidden="true" /> : null}
            <span className="truncate">{entry.label}</span>
            <span className="ml-auto flex min-w-0 items-center gap-2 pl-3">
              {entry.hint ? <span className="truncate text-xs text-muted-foreground">{entry.hint}</span> : null}
              {entry.shortcut ? <Kbd>{entry.shortcut}</Kbd> : null}
            </span>
          </CommandItem>
        );
      })}
    </CommandGroup>
  );
}

const SEARCH_DELAY_MS = 120;

function useServerSearch(query: string, search: CommandSearch | undefined) {
  const [state, setState] = useState<{ query: string; found: readonly CommandEntryGroup[] }>({ query: '', found: [] });
  const latest = useRef(search);
  latest.current = search;
  const wanted = query.trim();

  const run = useCallback(async (text: string, signal: AbortSignal) => {
    const found = await latest.current?.(text, signal).catch(() => []);
    if (!signal.aborted) setState({ query: text, found: found ?? [] });
  }, []);

  useEffect(() => {
    if (wanted.length < 2 || !latest.current) return;
    const controller = new AbortController();
    const timer = setTimeout(() => void run(wanted, controller.signal), SEARCH_DELAY_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [wanted, run]);

  const asking = Boolean(search) && wanted.length >= 2;
  return { found: asking ? state.found : [], searching: asking && state.query !== wanted };
}
