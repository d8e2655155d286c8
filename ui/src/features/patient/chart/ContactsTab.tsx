import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { FamilyContact, PatientRecord } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Chip } from '../../../design/Chip.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import table from '../../../design/table.module.css';
import { nameText } from '../PatientName.tsx';
import { useContacts } from './chart-queries.ts';
import classes from './ChartScreen.module.css';
import { ContactDialog } from './ContactDialog.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { QueryState } from './QueryState.tsx';
import { useChartWrite } from './use-chart-write.ts';

type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'remove'; readonly contact: FamilyContact };

/** Whom to call. */
export function ContactsTab({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => {
    setOpen(null);
  };
  return (
    <div className={classes.body}>
      <div className={classes.head}>
        <h2>{t('chart.tab.contacts')}</h2>
        <span className={classes.spring} />
        {record.may_write ? (
          <Button
            tone="primary"
            icon="plus"
            onClick={() => {
              setOpen({ what: 'add' });
            }}
          >
            {t('contacts.add')}
          </Button>
        ) : null}
      </div>
      <QueryState query={useContacts(record.id)}>
        {(contacts) =>
          contacts.length === 0 ? (
            <Placeholder kind="empty" text={t('contacts.none')} />
          ) : (
            <Contacts contacts={contacts} mayWrite={record.may_write} onOpen={setOpen} />
          )
        }
      </QueryState>
      {open?.what === 'add' || open?.what === 'edit' ? (
        <ContactDialog record={record} contact={open.what === 'edit' ? open.contact : null} onClose={close} />
      ) : null}
      {open?.what === 'remove' ? (
        <RemoveDialog record={record} contact={open.contact} onClose={close} />
      ) : null}
    </div>
  );
}

interface ContactsProps {
  readonly contacts: readonly FamilyContact[];
  readonly mayWrite: boolean;
  readonly onOpen: (open: Open) => void;
}

function Contacts({ contacts, mayWrite, onOpen }: ContactsProps) {
  const { t } = useTranslation();
  return (
    <div className={table.panel}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{t('contacts.name')}</th>
            <th>{t('contacts.relationship')}</th>
            <th>{t('contacts.phone')}</th>
            <th>{t('register.email')}</th>
            <th>{t('contacts.kind')}</th>
            <th>
              <span className="visually-hidden">{t('conditions.action')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {contacts.map((contact) => (
            <tr key={contact.id}>
              <th scope="row">
                <bdi>{contact.name}</bdi>
              </th>
              <td>
                <bdi>{contact.relationship}</bdi>
              </td>
              <td className="unbroken">
                <bdi>{contact.contact}</bdi>
              </td>
              <td>
                <bdi>{contact.email ?? '–'}</bdi>
              </td>
              <td>
                {contact.is_primary ? <Chip>{t('contacts.primary')}</Chip> : null}{' '}
                {contact.is_emergency_contact ? <Chip icon="phone">{t('contacts.emergency')}</Chip> : null}
              </td>
              <td className={table.act}>
                {mayWrite ? (
                  <span className={table.acts}>
                    {(['edit', 'remove'] as const).map((what) => (
                      <Button
                        key={what}
                        size="small"
                        aria-label={`${t(`contacts.act.${what}`)}: ${contact.name}`}
                        onClick={() => {
                          onOpen({ what, contact });
                        }}
                      >
                        {t(`contacts.act.${what}`)}
                      </Button>
                    ))}
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RemoveDialogProps {
  readonly record: PatientRecord;
  readonly contact: FamilyContact;
  readonly onClose: () => void;
}

function RemoveDialog({ record, contact, onClose }: RemoveDialogProps) {
  const { t } = useTranslation();
  const write = useChartWrite({
    done: t('contacts.removed', { name: nameText(record) }),
    onDone: onClose,
    send: () =>
      api.DELETE('/patients/{patient_id}/family-contacts/{id}', {
        params: { path: { patient_id: record.id, id: contact.id } },
      }),
  });
  return (
    <PatientDialog
      record={record}
      title={t('contacts.removeTitle', { contact: contact.name })}
      action={t('contacts.act.remove')}
      grave
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        write.mutate(undefined);
      }}
    >
      <p>
        <bdi>{contact.relationship}</bdi>, <bdi className="unbroken">{contact.contact}</bdi>
      </p>
    </PatientDialog>
  );
}
