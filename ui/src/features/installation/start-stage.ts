const STAGES = [
  'unpacking',
  'initialising',
  'starting',
  'migrating',
  'seeding',
  'enrolling',
  'connecting',
  'ready',
] as const;

export type StartStage = (typeof STAGES)[number];

/** A stage with words of its own. Any other is shown as the shell wrote it. */
export function isStartStage(name: string): name is StartStage {
  return (STAGES as readonly string[]).includes(name);
}
