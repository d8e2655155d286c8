import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { Spoken } from '../../design/Spoken.tsx';
import { useMe } from '../session/me.ts';
import { ALL_WARDS } from './board-place.ts';
import classes from './WardPicker.module.css';

interface WardPickerProps {
  readonly boards: readonly Board[];
  readonly onWard: (wardId: string) => void;
}

export function WardPicker({ boards, onWard }: WardPickerProps) {
  const { t } = useTranslation();
  const { wards } = useMe();
  const count = boards.reduce((sum, board) => sum + board.beds.length, 0);
  const [only] = boards;
  const shown =
    boards.length === 1 && only !== undefined ? only.ward : { id: ALL_WARDS, name: t('ward.all') };
  const choices = wards.length > 1 ? [{ id: ALL_WARDS, name: t('ward.all') }, ...wards] : wards;
  return (
    <Menu position="bottom-start" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className={classes.button}>
          <Spoken words={t('ward.pick', { ward: shown.name, count })}>
            <span className={classes.name}>{shown.name}</span>
            <span className={classes.beds}>{t('ward.beds', { count })}</span>
            <Icon name="chevronDown" size={12} />
          </Spoken>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((ward) => (
          <Menu.Item
            key={ward.id}
            leftSection={
              ward.id === shown.id ? <Icon name="check" size={14} /> : <span className={classes.gap} />
            }
            onClick={() => {
              onWard(ward.id);
            }}
          >
            {ward.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
