/** A menu at a button: items, choices of one, lines between groups. */
import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { Icon } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';

export type MenuOption = {
  readonly value: string;
  readonly title: string;
  /** Class of a hue (`role-…`): the option shows it. */
  readonly hue?: string;
};

export type MenuEntry =
  | {
      readonly kind: 'item';
      readonly title: string;
      readonly shortcut?: string;
      readonly isDisabled?: boolean;
      readonly onSelect: () => void;
    }
  | {
      readonly kind: 'choice';
      readonly title: string;
      readonly value: string;
      readonly options: readonly MenuOption[];
      readonly onChange: (value: string) => void;
    }
  /** A line before what follows; `title` only tells it from others. Groups have theirs by themselves. */
  | { readonly kind: 'line'; readonly title: string }
  | {
      readonly kind: 'checks';
      readonly title: string;
      readonly options: readonly { readonly value: string; readonly title: string; readonly isOn: boolean }[];
      readonly onToggle: (value: string) => void;
    };

type MenuProps = {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
};

/** Opens below its trigger. */
export function Menu({ label, trigger, entries, isOpen, onOpenChange }: MenuProps) {
  const control = isOpen === undefined ? {} : { open: isOpen };
  return (
    <BaseMenu.Root {...control} {...(onOpenChange ? { onOpenChange } : {})}>
      <BaseMenu.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={styles.positioner} align="end" sideOffset={6} collisionPadding={8}>
          <BaseMenu.Popup className={styles.popup} aria-label={label}>
            {entries.map((entry) => (
              <Entry key={entry.title} entry={entry} />
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** One entry inside of any Base UI menu: this one, or a context menu. */
export function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === 'item') {
    return (
      <BaseMenu.Item className={styles.item} disabled={entry.isDisabled ?? false} onClick={entry.onSelect}>
        <span className={styles.mark} />
        {entry.title}
        <span className="spacer" />
        {entry.shortcut && <Kbd>{entry.shortcut}</Kbd>}
      </BaseMenu.Item>
    );
  }
  if (entry.kind === 'line') return <BaseMenu.Separator className={styles.line} />;
  if (entry.kind === 'checks') {
    return (
      <BaseMenu.Group className={styles.group}>
        <BaseMenu.GroupLabel className={styles.label}>{entry.title}</BaseMenu.GroupLabel>
        {entry.options.map((option) => (
          <BaseMenu.CheckboxItem
            key={option.value}
            className={styles.item}
            checked={option.isOn}
            onCheckedChange={() => entry.onToggle(option.value)}
          >
            <span className={styles.mark}>{option.isOn && <Icon name="check" size={12} />}</span>
            {option.title}
          </BaseMenu.CheckboxItem>
        ))}
      </BaseMenu.Group>
    );
  }
  return (
    <BaseMenu.Group className={styles.group}>
      <BaseMenu.GroupLabel className={styles.label}>{entry.title}</BaseMenu.GroupLabel>
      <BaseMenu.RadioGroup value={entry.value} onValueChange={(value: string) => entry.onChange(value)}>
        {entry.options.map((option) => (
          <BaseMenu.RadioItem key={option.value} value={option.value} className={styles.item}>
            <span className={styles.mark}>{option.value === entry.value && <Icon name="check" size={12} />}</span>
            {option.hue && <i className={`${styles.hue} ${option.hue}`} />}
            {option.title}
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </BaseMenu.Group>
  );
}
