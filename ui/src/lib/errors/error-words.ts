import type { TFunction } from 'i18next';
import { type ApiProblem, NOT_SENT } from '../../api/problem.ts';

const KNOWN = [400, 401, 403, 404, 409, 413, 422, 429, 503] as const;
type Known = (typeof KNOWN)[number];

function isKnown(status: number): status is Known {
  return (KNOWN as readonly number[]).includes(status);
}

/** What happened and what to do next. The server's own sentence comes first: it knows more. */
export function errorWords(problem: ApiProblem, t: TFunction): string {
  if (problem.status === NOT_SENT) return t('error.notSent');
  const next = isKnown(problem.status)
    ? t(`error.${problem.status}`)
    : t('error.other', { status: problem.status });
  const fields = problem.fields.map((field) => `${field.field}: ${field.message}`);
  return [problem.message === '' ? next : problem.message, ...fields].join(' ');
}
