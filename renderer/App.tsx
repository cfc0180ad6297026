/** The window from top to bottom: title bar, notices, list beside or above the sheet, status bar. Layout only. */
import styles from './App.module.css';
import { CapturesPanel } from './features/captures/CapturesPanel.tsx';
import { CompareView } from './features/compare/CompareView.tsx';
import { ConnectPanel } from './features/connect/ConnectPanel.tsx';
import { DoctorDialog } from './features/doctor/DoctorDialog.tsx';
import { ExchangeView } from './features/exchange/ExchangeView.tsx';
import { InterceptionDialog } from './features/interception/InterceptionDialog.tsx';
import { ListPane } from './features/list/ListPane.tsx';
import { NoteDialog } from './features/list/NoteDialog.tsx';
import { CommandPalette } from './features/palette/CommandPalette.tsx';
import { KeySheet } from './features/palette/KeySheet.tsx';
import { ProgramDialog } from './features/program/ProgramDialog.tsx';
import { MoreMenu } from './features/settings/MoreMenu.tsx';
import { SettingsDialog } from './features/settings/SettingsDialog.tsx';
import { DropVeil } from './features/sharing/DropVeil.tsx';
import { ExportDialog } from './features/sharing/ExportDialog.tsx';
import { ListSplitter } from './features/shell/ListSplitter.tsx';
import { LoneTitleBar } from './features/shell/LoneTitleBar.tsx';
import { NoticeBar } from './features/shell/NoticeBar.tsx';
import { SavedFiltersDialog } from './features/shell/SavedFiltersDialog.tsx';
import { StatusBar } from './features/shell/StatusBar.tsx';
import { TitleBar } from './features/shell/TitleBar.tsx';
import { useShortcuts } from './features/shell/use-shortcuts.ts';
import { useWindowTitle } from './features/shell/use-window-title.ts';
import { Tour } from './features/tour/Tour.tsx';
import { UpstreamsPanel } from './features/upstreams/UpstreamsPanel.tsx';
import { PickOne } from './features/welcome/PickOne.tsx';
import { WelcomeView } from './features/welcome/WelcomeView.tsx';
import { showDrawer } from './store/actions.ts';
import { selectIsEmpty } from './store/selectors.ts';
import { type State, useStore } from './store/store.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';

/** The whole window: a list beside its exchange, or one exchange alone. */
export function App() {
  useShortcuts();
  useWindowTitle();
  const isMain = useStore((state) => state.windowRole.kind === 'main');
  return (
    <div className={styles.window}>
      {isMain ? <ListWindow /> : <LoneWindow />}
      <SettingsDialog />
      <InterceptionDialog />
      <ProgramDialog />
      <DoctorDialog />
      <ExportDialog />
      <DropVeil />
      <SavedFiltersDialog />
      <CommandPalette />
      <KeySheet />
      <NoteDialog />
      <Tour />
    </div>
  );
}

function ListWindow() {
  const isDrawerOpen = useStore((state) => state.isDrawerOpen);
  const place = useStore(selectSheetPlace);
  return (
    <>
      <TitleBar session={<CapturesPanel />}>
        <UpstreamsPanel />
        <ConnectPanel />
        <MoreMenu />
      </TitleBar>
      <NoticeBar />
      <main className={styles.body} data-drawer={isDrawerOpen} data-detail={place}>
        <div className={styles.list}>
          <ErrorBoundary part="the list">
            <ListPane />
          </ErrorBoundary>
        </div>
        {place !== 'elsewhere' && (
          <>
            <button
              type="button"
              aria-label="Hide the list"
              className={styles.veil}
              onClick={() => showDrawer(false)}
            />
            <ListSplitter />
            <Sheet />
          </>
        )}
      </main>
      <StatusBar />
    </>
  );
}

function LoneWindow() {
  return (
    <>
      <LoneTitleBar />
      <NoticeBar />
      <main className={`${styles.body} ${styles.lone}`}>
        <Sheet />
      </main>
    </>
  );
}

/** Where the sheet stands. What is no exchange (a comparison, the first run) stays beside the list. */
function selectSheetPlace(state: State): 'right' | 'below' | 'elsewhere' {
  const { detail, lastInside } = state.layout;
  if (detail !== 'window') return detail;
  return state.compared === null && !selectIsEmpty(state) ? 'elsewhere' : lastInside;
}

function Sheet() {
  const openId = useStore((state) => state.openExchange?.id ?? null);
  const isEmpty = useStore(selectIsEmpty);
  const isMain = useStore((state) => state.windowRole.kind === 'main');
  const isComparing = useStore((state) => state.compared !== null);
  return (
    <section className={styles.sheet} data-sheet tabIndex={-1} aria-label="Exchange">
      <ErrorBoundary part="this exchange" resetKey={openId}>
        {isComparing ? (
          <CompareView />
        ) : openId !== null ? (
          <ExchangeView />
        ) : isMain && isEmpty ? (
          <WelcomeView />
        ) : (
          <PickOne />
        )}
      </ErrorBoundary>
    </section>
  );
}
