import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { Button } from '../../design/Button.tsx';
import { FilterButton } from '../../design/FilterButton.tsx';
import { Pager } from '../../design/Pager.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { Screen } from '../../design/Screen.tsx';
import { SearchBox } from '../../design/SearchBox.tsx';
import table from '../../design/table.module.css';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../lib/keyboard/use-screen-keys.ts';
import { useMe } from '../session/me.ts';
import { useLinkStatus } from '../workstation/live-link.ts';
import { DoctorDialog } from './DoctorDialog.tsx';
import { DOCTORS_PER_PAGE, type DoctorFilter, useDoctors } from './doctor-queries.ts';
import { DoctorTable } from './DoctorTable.tsx';
import classes from './DoctorListScreen.module.css';

const EVERYBODY: DoctorFilter = { q: '', specialization: '', availableOnly: false, skip: 0 };

/** Who the doctors are, who can be called on now, and whose licence needs looking at. */
export function DoctorListScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const isLost = useLinkStatus().state === 'lost';
  const [filter, setFilter] = useState(EVERYBODY);
  const [adding, setAdding] = useState(false);
  const query = useDoctors(filter);
  const mayWrite = me.permissions.includes('doctor_write');
  const narrow = (change: Partial<DoctorFilter>) => {
    setFilter({ ...filter, skip: 0, ...change });
  };
  useScreenKeys(
    {
      N: () => {
        if (!isLost) setAdding(true);
        return true;
      },
    },
    mayWrite,
  );
  const isFiltered = filter.q !== '' || filter.specialization !== '' || filter.availableOnly;
  return (
    <Screen
      title={t('doctor.title')}
      {...(query.data?.total == null ? {} : { note: t('doctor.count', { count: query.data.total }) })}
      actions={
        mayWrite ? (
          <Button
            tone="primary"
            icon="plus"
            keys="N"
            disabled={isLost}
            onClick={() => {
              setAdding(true);
            }}
          >
            {t('doctor.add')}
          </Button>
        ) : undefined
      }
    >
      <div className={classes.filters} role="search" aria-label={t('doctor.filters')}>
        <SearchBox
          label={t('doctor.find')}
          value={filter.q}
          shortcut="/"
          onChange={(q) => {
            narrow({ q });
          }}
        />
        <SearchBox
          label={t('doctor.specialization')}
          value={filter.specialization}
          onChange={(specialization) => {
            narrow({ specialization });
          }}
        />
        <FilterButton
          icon="check"
          on={filter.availableOnly}
          onChange={(availableOnly) => {
            narrow({ availableOnly });
          }}
        >
          {t('doctor.availableOnly')}
        </FilterButton>
      </div>
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data === undefined ? (
        query.isPending ? (
          <Placeholder kind="loading" />
        ) : null
      ) : (
        <div className={table.panel}>
          {query.data.items.length === 0 ? (
            <Placeholder kind="empty" text={t(isFiltered ? 'doctor.noneMatch' : 'doctor.none')} />
          ) : (
            <DoctorTable doctors={query.data.items} />
          )}
          <Pager
            page={query.data}
            skip={filter.skip}
            size={DOCTORS_PER_PAGE}
            onSkip={(skip) => {
              setFilter({ ...filter, skip });
            }}
          />
        </div>
      )}
      {adding ? (
        <DoctorDialog
          doctor={null}
          onClose={() => {
            setAdding(false);
          }}
          onSaved={(doctor) =>
            void navigate({ to: '/doctors/$doctorId', params: { doctorId: doctor.doctor_id } })
          }
        />
      ) : null}
    </Screen>
  );
}
