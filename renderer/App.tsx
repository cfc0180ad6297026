/** The window from top to bottom: title bar, notices, list beside sheet, status bar. Layout only. */
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
import { NoticeBar } from './features/shell/NoticeBar.tsx';
import { SavedFiltersDialog } from './features/shell/SavedFiltersDialog.tsx';
import { StatusBar } from './features/shell/StatusBar.tsx';
import { TitleBar } from './features/shell/TitleBar.tsx';
import { useShortcuts } from './features/shell/use-shortcuts.ts';
import { UpstreamsPanel } from './features/upstreams/UpstreamsPanel.tsx';
import { PickOne } from './features/welcome/PickOne.tsx';
import { WelcomeView } from './features/welcome/WelcomeView.tsx';
import { showDrawer } from './store/actions.ts';
import { selectIsEmpty } from './store/selectors.ts';
import { useStore } from './store/store.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';

/** The whole window. */
export function App() {
  useShortcuts();
  const isDrawerOpen = useStore((state) => state.isDrawerOpen);
  return (
    <div className={styles.window}>
      <TitleBar session={<CapturesPanel />}>
        <UpstreamsPanel />
        <ConnectPanel />
        <MoreMenu />
      </TitleBar>
      <NoticeBar />
      <main className={styles.body} data-drawer={isDrawerOpen}>
        <div className={styles.list}>
          <ErrorBoundary part="the list">
            <ListPane />
          </ErrorBoundary>
        </div>
        <button type="button" aria-label="Hide the list" className={styles.veil} onClick={() => showDrawer(false)} />
        <ListSplitter />
        <Sheet />
      </main>
      <StatusBar />
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
    </div>
  );
}

function Sheet() {
  const openId = useStore((state) => state.openExchange?.id ?? null);
  const isEmpty = useStore(selectIsEmpty);
  const isComparing = useStore((state) => state.compared !== null);
  return (
    <section className={styles.sheet} data-sheet tabIndex={-1} aria-label="Exchange">
      <ErrorBoundary part="this exchange" resetKey={openId}>
        {isComparing ? <CompareView /> : openId !== null ? <ExchangeView /> : isEmpty ? <WelcomeView /> : <PickOne />}
      </ErrorBoundary>
    </section>
  );
}
