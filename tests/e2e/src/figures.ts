import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  const value = sorted[Math.max(0, index)];
  if (value === undefined) throw new Error('no values');
  return value;
}

/** One row of the bench table (xtask bench prints it). */
export interface Row {
  readonly id: string;
  readonly figure: string;
  readonly ours: number;
  readonly baseline: number;
  readonly unit: string;
  readonly goal: string;
  readonly reached: boolean;
  readonly notes?: string;
}

/** Leaves a bench's rows where `xtask bench` finds them. */
export function writeRows(name: string, rows: readonly Row[]): void {
  const folder = process.env.CLOUDCARE_BENCH_OUT;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(rows, null, 2)}\n`);
}
