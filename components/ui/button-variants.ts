import { cva } from 'class-variance-authority';

/** Usable from server components too, to give a plain link the looks of a button. */
export const buttonVariants = cva(
  [
    'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border border-transparent font-medium',
    'transition-[background-color,border-color,color,box-shadow] duration-100',
    'disabled:pointer-events-none disabled:opacity-50 data-disabled:opacity-50',
    "[&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4",
  ],
  {
    variants: {
      variant: {
        default: 'bg-primary text-primary-foreground shadow-xs hover:bg-primary/88',
        destructive: 'bg-destructive-solid text-destructive-solid-foreground shadow-xs hover:bg-destructive-solid/88',
        outline: 'border-input bg-card text-foreground shadow-xs hover:bg-accent data-popup-open:bg-accent',
        secondary: 'bg-secondary text-secondary-foreground hover:bg-accent hover:text-accent-foreground',
        ghost: 'text-foreground hover:bg-accent data-popup-open:bg-accent',
        'ghost-destructive': 'text-destructive hover:bg-destructive/10',
        link: 'h-auto rounded-sm px-0 text-info underline-offset-4 hover:underline',
      },
      size: {
        default: 'h-8 px-3 text-sm',
        xs: "h-6 gap-1 rounded-sm px-2 text-xs [&_svg:not([class*='size-'])]:size-3.5",
        sm: "h-7 px-2.5 text-xs [&_svg:not([class*='size-'])]:size-3.5",
        lg: 'h-9 px-4 text-base',
        icon: 'size-8',
        'icon-sm': "size-7 [&_svg:not([class*='size-'])]:size-3.5",
        'icon-xs': "size-6 rounded-sm [&_svg:not([class*='size-'])]:size-3.5",
      },
    },
    compoundVariants: [{ variant: 'link', className: 'h-auto px-0' }],
    defaultVariants: { variant: 'default', size: 'default' },
  },
);
