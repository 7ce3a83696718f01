package dev.sluice.traffic.clusterrouter;

class RealSurvivalTest extends Survival {
    @Override
    ObjectRig rig(Kit kit) throws Exception {
        return RealApi.rig(kit);
    }
}
