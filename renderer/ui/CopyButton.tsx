/** Copies something; for a moment its icon is a tick, in place: no toast, nothing moves. */
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import { IconButton } from './IconButton.tsx';

type CopyButtonProps = Pick<ButtonProps, 'size' | 'variant' | 'className'> & {
  readonly label: string;
  /** Words on the button; without, it is an icon. */
  readonly children?: string;
  readonly onCopy: () => Promise<void>;
};

/** `Copy`, with or without words. */
export function CopyButton({ label, children, onCopy, ...rest }: CopyButtonProps) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), 1_200);
    return () => clearTimeout(timer);
  }, [isDone]);
  const onClick = () => void onCopy().then(() => setDone(true));
  const icon = isDone ? 'check' : 'copy';
  if (!children) return <IconButton {...rest} icon={icon} label={label} onClick={onClick} />;
  return (
    <Button {...rest} icon={icon} aria-label={label} onClick={onClick}>
      {children}
    </Button>
  );
}
