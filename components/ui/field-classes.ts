/** The frame every text-like control shares. 16 px on phones, or iOS zooms the page when the field gets focus. */
export const controlClasses = [
  'w-full min-w-0 rounded-md border border-input bg-card text-sm text-foreground shadow-xs max-sm:[&:is(input,textarea)]:text-lg',
  'transition-[border-color,box-shadow] duration-100 placeholder:text-muted-foreground',
  'hover:border-muted-foreground/45',
  'focus-visible:border-ring focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-ring/35',
  'disabled:pointer-events-none disabled:bg-muted disabled:opacity-60 data-disabled:bg-muted data-disabled:opacity-60',
  '[&:is(input,textarea):read-only]:bg-muted/60',
  'aria-invalid:border-destructive aria-invalid:outline-destructive/30',
].join(' ');

/** Rows inside menus, selects and comboboxes. */
export const optionClasses = [
  'relative flex cursor-default select-none items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none',
  'data-highlighted:bg-accent data-highlighted:text-accent-foreground',
  'data-disabled:pointer-events-none data-disabled:opacity-50',
  "[&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4 [&_svg:not([class*='text-'])]:text-muted-foreground",
].join(' ');

export const popupClasses =
  'animate-popup rounded-lg border border-border bg-popover text-popover-foreground shadow-lg outline-none';
