import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { isAway, problemOf } from '../../api/problem.ts';
import type { Alert, AlertCommand } from '../../api/types.ts';
import { errorWords } from '../../lib/errors/error-words.ts';
import { say } from '../../lib/messages/messages.ts';
import { isLinkLost } from '../workstation/live-link.ts';
import { bedName } from './alert-words.ts';

export interface Answer {
  readonly alert: Alert;
  readonly action: AlertCommand;
  /** Required to close an alert, and why it was closed. */
  readonly notes?: string;
}

function send({ alert, action, notes }: Answer): Promise<Alert> {
  const params = { path: { alert_id: alert.alert_id } };
  switch (action) {
    case 'acknowledge':
      return body(api.PATCH('/emergency/alerts/{alert_id}/acknowledge', { params, body: {} }));
    case 'respond':
      return body(
        api.PATCH('/emergency/alerts/{alert_id}/respond', {
          params,
          body: notes === undefined ? {} : { notes },
        }),
      );
    case 'resolve':
      return body(
        api.PATCH('/emergency/alerts/{alert_id}/resolve', {
          params,
          body: { resolution_notes: notes ?? '' },
        }),
      );
    case 'false_alarm':
      return body(
        api.PATCH('/emergency/alerts/{alert_id}/false-alarm', { params, body: { notes: notes ?? '' } }),
      );
  }
}

/** Answers an alert and says what came of it, whichever way it went. */
export function useAnswer(phone: string | null) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (answer: Answer) => {
      if (isLinkLost()) return Promise.reject(problemOf(null));
      return send(answer);
    },
    onSuccess: (alert, { action }) => {
      client.setQueryData(['alerts', 'one', alert.alert_id], alert);
      say({ tone: 'pass', title: t(`answer.done.${action}`, { bed: bedName(alert, t) }), text: '' });
    },
    onError: (error, { alert, action }) => {
      const problem = problemOf(error);
      const title = t(`answer.failed.${action}`, { bed: bedName(alert, t) });
      if (isAway(problem)) {
        // The shell knows whether anything can have been sent, and says so.
        const what = problem.message === '' ? t('answer.notSent') : problem.message;
        const next = phone === null ? t('answer.goOrPhone') : t('answer.goOrPhoneNumber', { phone });
        say({ tone: 'stop', title, text: `${what} ${next}` });
      } else if (problem.status === 409 && problem.current !== null) {
        const current = problem.current as Alert;
        client.setQueryData(['alerts', 'one', alert.alert_id], current);
        say({
          tone: 'warn',
          title,
          text: t('answer.conflict', {
            state: t(`alertStatus.${current.status}`),
            by: whoHasIt(current),
          }),
        });
      } else {
        say({ tone: 'stop', title, text: errorWords(problem, t) });
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

export function whoHasIt(alert: Alert): string {
  const step = alert.closed ?? alert.responding ?? alert.acknowledged;
  return step?.by.full_name ?? '–';
}
