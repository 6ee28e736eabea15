export { scriptOf } from './as-script.ts';
export { type CampaignReport, campaign, type Found } from './campaign.ts';
export { compare, recorded } from './compare.ts';
export { missingForKernel } from './needs.ts';
export { predict } from './predict.ts';
export { type Backing, isBacking, type MountOptions, openRealMount, type RealMount } from './real-mount.ts';
export { type CampaignRun, runCampaign } from './run-campaign.ts';
export { type Kind, survey } from './survey.ts';
