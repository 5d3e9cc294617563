import { listOf } from '../../api/response/page.response.js';
import { ActionResponse } from './action.response.js';

export const ActionPage = listOf(ActionResponse, 'ActionPage');
