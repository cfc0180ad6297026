/** The one store: slices side by side, values only. Actions are functions in actions-*.ts, derived values in selectors.ts. */
import { create } from 'zustand';
import { type CaptureSlice, initialCaptureSlice } from './capture-slice.ts';
import { type CapturesSlice, initialCapturesSlice } from './captures-slice.ts';
import { type CompareSlice, initialCompareSlice } from './compare-slice.ts';
import { type DoctorSlice, initialDoctorSlice } from './doctor-slice.ts';
import { type FilterSlice, initialFilterSlice } from './filter-slice.ts';
import { initialMarksSlice, type MarksSlice } from './marks-slice.ts';
import type { OpenExchange } from './open-exchange.ts';
import { initialPlaybackSlice, type PlaybackSlice } from './playback-slice.ts';
import { initialProgramsSlice, type ProgramsSlice } from './programs-slice.ts';
import { initialSettingsSlice, type SettingsSlice } from './settings-slice.ts';
import { initialSharingSlice, type SharingSlice } from './sharing-slice.ts';
import { initialShellSlice, type ShellSlice } from './shell-slice.ts';
import { initialWindowSlice, type WindowSlice } from './window-slice.ts';

/** The exchange on the sheet; null: nothing is open. */
export type OpenSlice = { readonly openExchange: OpenExchange | null };

export type State = CaptureSlice &
  CapturesSlice &
  CompareSlice &
  DoctorSlice &
  OpenSlice &
  FilterSlice &
  MarksSlice &
  PlaybackSlice &
  ProgramsSlice &
  SettingsSlice &
  SharingSlice &
  ShellSlice &
  WindowSlice;

/** The state before the bootstrap came. */
export const initialState: State = {
  ...initialCaptureSlice,
  ...initialCapturesSlice,
  ...initialCompareSlice,
  ...initialDoctorSlice,
  openExchange: null,
  ...initialFilterSlice,
  ...initialMarksSlice,
  ...initialPlaybackSlice,
  ...initialProgramsSlice,
  ...initialSettingsSlice,
  ...initialSharingSlice,
  ...initialShellSlice,
  ...initialWindowSlice,
};

/** Select the smallest value that a component needs: `useStore((state) => state.proxy.url)`. */
export const useStore = create<State>()(() => initialState);
