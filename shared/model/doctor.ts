/** What the doctor found: one check per way in, per part of the setup and per thing around us that may mislead. */

/** `bad`: something that should be captured is not. `warning`: known to pass us by, or to mislead. */
export type DoctorOutcome = 'good' | 'warning' | 'bad' | 'skipped';

export type DoctorArea = 'ways' | 'setup' | 'running' | 'surroundings';

export type DoctorCheck = {
  /** Stable, for scripts: `https-proxy-node`. */
  readonly id: string;
  readonly area: DoctorArea;
  /** What was tried, or looked at. */
  readonly title: string;
  readonly outcome: DoctorOutcome;
  /** What was seen, with its proof. */
  readonly text: string;
  /** What to do; null where nothing is to be done. */
  readonly advice: string | null;
};

export type DoctorReport = {
  readonly checks: readonly DoctorCheck[];
  /** No check is `bad`. */
  readonly isGood: boolean;
  readonly durationMs: number;
};

/** In the order in which they are shown. */
export const doctorAreas: readonly { readonly area: DoctorArea; readonly title: string }[] = [
  { area: 'ways', title: 'Ways in, tried with real programs' },
  { area: 'running', title: 'The proxy that is running' },
  { area: 'setup', title: 'Setup' },
  { area: 'surroundings', title: 'Around us' },
];
