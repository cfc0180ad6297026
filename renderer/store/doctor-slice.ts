/** What the doctor said last, and whether it is at work. */
import type { DoctorReport } from '../../shared/model/doctor.ts';

export type DoctorSlice = {
  readonly doctor: {
    readonly isRunning: boolean;
    readonly report: DoctorReport | null;
    /** Why there is no report, in words. */
    readonly problem: string | null;
  };
};

export const initialDoctorSlice: DoctorSlice = { doctor: { isRunning: false, report: null, problem: null } };
