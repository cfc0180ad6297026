/** The remembered size of a pane, for splitters. */
import { resizePane } from './layout-actions.ts';
import type { PaneName } from './layout-preferences.ts';
import { useStore } from './store.ts';

/** Null: as drawn. Setting null puts it back. */
export function usePaneSize(name: PaneName): readonly [number | null, (size: number | null) => void] {
  const size = useStore((state) => state.layout.sizes[name] ?? null);
  return [size, (next) => resizePane(name, next)];
}
