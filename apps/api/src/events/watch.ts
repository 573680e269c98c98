export const watchDeliveries = () => { throw new Error(); };
export const watchCompliance = watchDeliveries;
