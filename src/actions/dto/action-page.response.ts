import { pageOf } from '../../api/response/page.response.js';
import { ActionResponse } from './action.response.js';

export const ActionPage = pageOf(ActionResponse, 'ActionPage');
