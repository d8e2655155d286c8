import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientRecord } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Chip } from '../../../design/Chip.tsx';
import { useMe } from '../../session/me.ts';
import { useLinkStatus } from '../../workstation/live-link.ts';
import { ClearEmergencyDialog, EmergencyDialog } from './EmergencyDialog.tsx';
import { DeactivateDialog } from './DeactivateDialog.tsx';
import { DeathDialog } from './DeathDialog.tsx';
import { IdentifyDialog } from './IdentifyDialog.tsx';
import { ResuscitationDialog } from './ResuscitationDialog.tsx';
import { ReversalDialog } from './ReversalDialog.tsx';

type MenuAct = 'identify' | 'resuscitation' | 'death' | 'reversal' | 'deactivate';
type Act = MenuAct | 'emergency' | 'clearEmergency';

/** What can be done to the whole chart. Nothing here acts without a form of its own. */
export function ChartActions({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const link = useLinkStatus();
  const [open, setOpen] = useState<Act | null>(null);
  const may = (permission: (typeof me.permissions)[number]) => me.permissions.includes(permission);
  const lives = record.death == null;
  const isOwn = record.identity_state !== 'linked';
  // Another hospital's patient who is to come here: read, and written once this one has accepted.
  const isOnlyRead = may('clinical_write') && !record.may_write_clinical && record.allergy_state != null;
  const acts: readonly MenuAct[] = [
    ...(record.may_write && record.identity_state === 'unidentified' ? (['identify'] as const) : []),
    ...(record.may_write_clinical ? (['resuscitation'] as const) : []),
    ...(record.may_write_clinical ? [lives ? ('death' as const) : ('reversal' as const)] : []),
    ...(record.may_write && record.admission == null ? (['deactivate'] as const) : []),
  ];
  const show = (act: Act) => () => {
    setOpen(act);
  };
  const close = () => {
    setOpen(null);
  };
  const lost = link.state === 'lost';
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8, padding: '4px 0' }}>
      {lost ? <span>{t('chart.linkLost')}</span> : null}
      {isOnlyRead ? (
        <Chip tone="note" icon="eye">
          {t('chart.readOnly')}
        </Chip>
      ) : null}
      {!lost && isOwn && lives && record.admission == null && may('admission_write') ? (
        <Button
          size="small"
          icon="bed"
          onClick={() => void navigate({ to: '/board', search: { admit: record.id } })}
        >
          {t('chart.admit')}
        </Button>
      ) : null}
      {!lost && isOwn && lives && may('patient_register') && record.may_write && record.gender !== 'male' ? (
        <Button
          size="small"
          onClick={() =>
            void navigate({ to: '/patients/register', search: { as: 'newborn', mother: record.id } })
          }
        >
          {t('chart.registerNewborn')}
        </Button>
      ) : null}
      {!lost && isOwn && may('alert_raise') && lives && !isOnlyRead ? (
        <Button
          size="small"
          icon="alarm"
          onClick={show(record.emergency_flag ? 'clearEmergency' : 'emergency')}
        >
          {t(record.emergency_flag ? 'emergency.clear' : 'emergency.raise')}
        </Button>
      ) : null}
      {!lost && isOwn && acts.length > 0 ? (
        <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
          <Menu.Target>
            <Button size="small" icon="chevronDown">
              {t('chart.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {acts.map((act) => (
              <Menu.Item key={act} onClick={show(act)}>
                {t(`chart.act.${act}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {open === 'emergency' ? <EmergencyDialog record={record} onClose={close} /> : null}
      {open === 'clearEmergency' ? <ClearEmergencyDialog record={record} onClose={close} /> : null}
      {open === 'identify' ? <IdentifyDialog record={record} onClose={close} /> : null}
      {open === 'resuscitation' ? <ResuscitationDialog record={record} onClose={close} /> : null}
      {open === 'death' ? <DeathDialog record={record} onClose={close} /> : null}
      {open === 'reversal' ? <ReversalDialog record={record} onClose={close} /> : null}
      {open === 'deactivate' ? <DeactivateDialog record={record} onClose={close} /> : null}
    </div>
  );
}
