import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { HospitalRecord } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { Tabs } from '../../design/Tabs.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../lib/keyboard/use-screen-keys.ts';
import { useMe } from '../session/me.ts';
import { useLinkStatus } from '../workstation/live-link.ts';
import { DeactivateHospitalDialog } from './DeactivateHospitalDialog.tsx';
import { DepartmentList } from './DepartmentList.tsx';
import { useHospitals } from './hospital-queries.ts';
import { HospitalForm } from './HospitalForm.tsx';
import { HospitalHead } from './HospitalHead.tsx';
import classes from './HospitalScreen.module.css';
import { WardSetup } from './WardSetup.tsx';

type Tab = 'details' | 'departments' | 'wards';

/** Sets up hospitals, their departments, wards and beds. For administrators. */
export function HospitalScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const query = useHospitals();
  const isLost = useLinkStatus().state === 'lost';
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const hospitals = query.data ?? [];
  const wanted = chosen ?? me.hospital?.id ?? null;
  const hospital = hospitals.find((one) => one.id === wanted) ?? hospitals[0];
  const add = () => {
    if (!isLost) setAdding(true);
  };
  useScreenKeys(
    {
      'Alt N': () => {
        add();
        return true;
      },
    },
    !adding,
  );
  if (adding) {
    return (
      <div className={classes.screen}>
        <HospitalHead title={t('hospital.newTitle')} />
        <HospitalForm
          hospital={null}
          onCancel={() => {
            setAdding(false);
          }}
          onSaved={(saved) => {
            setChosen(saved.id);
            setAdding(false);
          }}
        />
      </div>
    );
  }
  return (
    <div className={classes.screen}>
      <HospitalHead
        title={t('hospital.title')}
        hospitals={hospitals}
        chosen={hospital?.id ?? null}
        onChoose={setChosen}
        actions={
          <Button icon="plus" keys="Alt N" disabled={isLost} onClick={add}>
            {t('hospital.add')}
          </Button>
        }
      />
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.data !== undefined && hospital === undefined ? (
        <Placeholder kind="empty" text={t('hospital.none')} />
      ) : null}
      {hospital === undefined ? null : <Parts key={hospital.id} hospital={hospital} />}
    </div>
  );
}

function Parts({ hospital }: { readonly hospital: HospitalRecord }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>('wards');
  const [deactivating, setDeactivating] = useState(false);
  return (
    <Tabs<Tab>
      label={t('hospital.title')}
      tabs={[
        { name: 'wards', words: t('hospital.tab.wards') },
        { name: 'departments', words: t('hospital.tab.departments') },
        { name: 'details', words: t('hospital.tab.details') },
      ]}
      value={tab}
      onChange={setTab}
    >
      {tab === 'wards' ? <WardSetup hospital={hospital} /> : null}
      {tab === 'departments' ? <DepartmentList hospital={hospital} /> : null}
      {tab === 'details' ? (
        <HospitalForm
          hospital={hospital}
          onSaved={() => undefined}
          onDeactivate={() => {
            setDeactivating(true);
          }}
        />
      ) : null}
      {deactivating ? (
        <DeactivateHospitalDialog
          hospital={hospital}
          onClose={() => {
            setDeactivating(false);
          }}
        />
      ) : null}
    </Tabs>
  );
}
